"""The live page: a scenario as one HTML file that runs the model, and all that it shows from the tables of Python."""
