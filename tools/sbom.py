"""What is the desk made of, in words that other programs read?

A CycloneDX list of what runs: the locked Python packages that are installed here, and the
packages that the front end is built from. It needs the development packages.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from places import REQUIREMENTS, ROOT

LOCKED = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?: ; (?P<marker>[^\\\n]+))?(?P<rest>(?:.*\\\n)*.*)$",
    re.MULTILINE,
)
SHA256 = re.compile(r"--hash=sha256:([0-9a-f]{64})")
LICENCES = LicenseFactory()


class DiffersFromLock(Exception):
    """What is installed is not what was locked."""


def main() -> None:
    """Write the list into the file that is named, or to standard output."""
    text = written(made())
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text, encoding="utf-8")
    else:
        print(text)


def written(bom: Bom) -> str:
    """Return the list as CycloneDX 1.6 in JSON."""
    return str(JsonV1Dot6(bom).output_as_string(indent=2))


def made() -> Bom:
    """Return the list. Raises DiffersFromLock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    desk = Component(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        bom_ref=project["name"],
        licenses=[LICENCES.make_from_string(project["license"])],
    )
    python, front_end = dict(_python()), dict(_front_end())
    bom = Bom(components=[*python.values(), *front_end.values()])
    bom.metadata.component = desk
    direct = [name for name in map(_name, project["dependencies"]) if name in python]
    bom.register_dependency(desk, [python[name] for name in direct])
    bom.register_dependency(desk, [one for name, one in front_end.items() if _is_asked(name)])
    for name, component in python.items():
        needed = _needed(distribution(name))
        bom.register_dependency(component, [python[one] for one in needed if one in python])
    return bom


def _python() -> Iterator[tuple[str, Component]]:
    text = (REQUIREMENTS / "runtime.txt").read_text(encoding="utf-8")
    for found in LOCKED.finditer(text):
        if found["marker"] and not Marker(found["marker"]).evaluate():
            # It is for another system, or another Python.
            continue
        installed = distribution(found["name"])
        if installed.version != found["version"]:
            raise DiffersFromLock(
                f"{found['name']} {installed.version} is installed and {found['version']} is "
                "locked. Run `make lint`, which brings what is installed up to date."
            )
        # The lock has a hash for the build of each system; one of them is here.
        hashes = [
            HashType(alg=HashAlgorithm.SHA_256, content=digest)
            for digest in SHA256.findall(found["rest"])
        ]
        name = canonicalize_name(found["name"])
        url = PackageURL(type="pypi", name=name, version=installed.version)
        yield name, _component(url, licence=_licence(installed), hashes=hashes)


def _front_end() -> Iterator[tuple[str, Component]]:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    for place, package in lock["packages"].items():
        if place and not package.get("dev"):
            name = place.rpartition("node_modules/")[2]
            namespace, _, own = name.rpartition("/")
            url = PackageURL(
                type="npm", namespace=namespace or None, name=own, version=package["version"]
            )
            hashes = [_integrity(package["integrity"])]
            yield name, _component(url, licence=package.get("license", ""), hashes=hashes)


def _component(url: PackageURL, *, licence: str, hashes: list[HashType]) -> Component:
    licences: list[License] = [LICENCES.make_from_string(licence)] if licence else []
    return Component(
        name=url.name,
        group=url.namespace,
        version=url.version,
        type=ComponentType.LIBRARY,
        bom_ref=str(url),
        purl=url,
        licenses=licences,
        hashes=hashes,
    )


def _integrity(words: str) -> HashType:
    algorithm, _, digest = words.partition("-")
    if algorithm != "sha512":
        raise DiffersFromLock(f"package-lock.json holds {algorithm}, and SHA-512 is expected.")
    return HashType(alg=HashAlgorithm.SHA_512, content=base64.b64decode(digest).hex())


def _licence(installed: Distribution) -> str:
    told: Any = installed.metadata
    stated = told.get("License-Expression") or (told.get("License") or "").partition("\n")[0]
    classes = [one for one in told.get_all("Classifier") or () if one.startswith("License ::")]
    return stated or (classes[-1].rpartition(" :: ")[2] if classes else "")


def _needed(installed: Distribution) -> set[str]:
    asked = [Requirement(one) for one in installed.requires or ()]
    return {
        canonicalize_name(one.name)
        for one in asked
        if one.marker is None or one.marker.evaluate({"extra": ""})
    }


def _name(requirement: str) -> str:
    return canonicalize_name(Requirement(requirement).name)


def _is_asked(name: str) -> bool:
    asked = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    return name in asked


if __name__ == "__main__":
    main()
