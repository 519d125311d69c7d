"""When is a team at the desk, and how much of a span was it there?"""
