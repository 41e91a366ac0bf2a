"""The face in Python: functions that take what the verbs take, and the answers that they return."""
