"""Evidence: how strong a sentence about a goal may be, from what was measured, and what would allow a stronger one.

The core computes and knows no tables and no words: `student` (Student's t), `estimates` (figures with their intervals), `weeks` (what
was measured of which group), `trials` (one group beside others that have not started yet) and `claims` (the ladder from "activity
only" to several rounds compared). Surveys and goals stand below it; pages that write sentences stand above.
"""
