"""How does `python -m hearback` start?"""

from hearback.command_line import main

if __name__ == "__main__":
    main()
