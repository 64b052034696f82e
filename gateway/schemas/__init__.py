"""The shapes of requests and answers over HTTP, named after the message; the OpenAPI document is made of them.

Requests are checked for form only: what a value means is the service's to judge, so that each refusal keeps its own
code. Unknown fields travel on and the service refuses them. Answers pass unchanged; their shapes document them.
"""
