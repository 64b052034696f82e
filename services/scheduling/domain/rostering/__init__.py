"""The roster engine 智能排班: from demand, contracts and wishes to who works when (ADR 0010).

| to find | look in |
|---|---|
| what is wanted and when; how it is forecast | `demand` |
| what a technician agreed to, and wishes for | `contracts` |
| the shifts a day may have | `shifts` |
| all of it as one question | `problem` |
| an answer, and how good it is, counted without the solver | `plan`, `figures`, `flow` |
| the sets of needs that decide what is unmet (Hall), hour by hour | `sets`, `hours` |
| the model of CP-SAT, what it must not break, what it is for | `model`, `rules`, `aims` |
| how it is solved, and how good any roster could be | `search`, `bounding` |
| how a roster becomes working plans | `applying` |
| what was asked for, and its life | `request`, `proposal` |
| what collides when there is no roster at all | `collisions` |

`model`, `rules`, `aims`, `search`, `bounding` and `collisions` import OR-tools: only the child process that solves does
so (`adapters/solving.py`).
"""
