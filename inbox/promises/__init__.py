"""By when is an answer promised, and what follows when the promise is about to break?"""
