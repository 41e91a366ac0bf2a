"""Who acts: states, militias, spoilers and bystanders as Mesa agents, with methods that can be overridden in Python.

Start with `actor.py`: an actor suffers acts (`sufferer.py`), decides what to do about them (`decider.py`) and does it
(`doer.py`). The numbers all come from the compiled rules in `model/mechanisms`.
"""
