"""Which texts are kept ready, who agreed to them, and which fits the words to be answered?"""
