"""Runs told as stories: what happened in words, and why each answer was chosen."""
