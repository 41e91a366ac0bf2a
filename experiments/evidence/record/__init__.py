"""The record: crises coded twice, the frames drawn from them, and the one way in which acts are measured."""
