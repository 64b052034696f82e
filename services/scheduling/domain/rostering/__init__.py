"""The roster engine 智能排班: from demand, contracts and wishes to who works when (ADR 0010).

| to find | look in |
|---|---|
| what is wanted and when; how it is forecast | `demand` |
| what a technician agreed to, and wishes for | `contracts` |
| the shifts a day may have | `shifts` |
| all of it as one question | `problem` |
| an answer, and how good it is, counted without the solver | `plan`, `figures` |
| the sets of needs that decide what is unmet (Hall) | `sets` |
| the model of CP-SAT, what it must not break, and how it is solved | `model`, `terms`, `solving` |
| what collides when there is no roster at all | `collisions` |

`model`, `terms`, `solving` and `collisions` import OR-tools: only the child process that solves does so
(`adapters/solving.py`).
"""
