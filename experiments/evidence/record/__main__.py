"""Write the frames, the agreement and the scores again from the codings beside this file."""

from pathlib import Path

from .build import write

write(Path(__file__).parent)
