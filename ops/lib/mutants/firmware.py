#!/usr/bin/env python3
"""Changes the firmware's core one token at a time and runs its tests. Usage: firmware.py ROOT WORK OUT.jsonl [FILE...]

A mutant that doesn't compile is no mutant; one whose optimised object is that of the original, or of an earlier mutant,
is the same program: both are dropped and counted. What is left is linked with each test and killed by the first that
fails, crashes or takes longer than TIME_LIMIT_S.
"""
import hashlib
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

CORE = "robot-bridge/firmware/core"
TESTS = "robot-bridge/firmware/test"
WIRE = "transports/protocol/c"
FILES = ["board", "ramp", "motor", "battery", "board_line"]
RUN = ["limits", "rules", "life", "parts", "line"]
TIME_LIMIT_S = 60
WORKERS = 2
WARNINGS = ["-w"]

TOKEN = re.compile(
    r"(?P<comment>/\*.*?\*/|//[^\n]*)|(?P<directive>^[ \t]*\#[^\n]*)|(?P<string>\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')"
    r"|(?P<space>\s+)|(?P<number>\d\w*)|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<op><<=|>>=|->|\+\+|--|&&|\|\||[-+*/%&|^<>=!]=|<<|>>|.)",
    re.S | re.M,
)

OPERATORS = {
    "<": ["<=", ">=", "!="], "<=": ["<", ">", "=="], ">": [">=", "<=", "!="], ">=": [">", "<", "=="],
    "==": ["!=", "<=", ">="], "!=": ["==", "<", ">"], "&&": ["||"], "||": ["&&"],
    "+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"], "%": ["*"], "&": ["|"], "|": ["&"], "<<": [">>"], ">>": ["<<"],
    "++": ["--"], "--": ["++"], "+=": ["-="], "-=": ["+="],
}
KIND = {"<": "RELATION", "<=": "RELATION", ">": "RELATION", ">=": "RELATION", "==": "RELATION", "!=": "RELATION",
        "&&": "LOGIC", "||": "LOGIC"}
KEYWORDS = {"if", "for", "while", "return", "else", "sizeof", "const", "static", "enum", "struct", "switch", "case"}


class Token:
    def __init__(self, kind, text, start, end):
        self.kind, self.text, self.start, self.end = kind, text, start, end


def tokens_of(source):
    found = [Token(m.lastgroup, m.group(), m.start(), m.end()) for m in TOKEN.finditer(source)]
    return [token for token in found if token.kind not in ("comment", "space", "directive")]


def closing(tokens, at):
    """The index of the bracket that closes the one at `at`."""
    pairs = {"(": ")", "{": "}", "[": "]"}
    opened, closed = tokens[at].text, pairs[tokens[at].text]
    depth = 0
    for i in range(at, len(tokens)):
        depth += {opened: 1, closed: -1}.get(tokens[i].text, 0)
        if depth == 0:
            return i
    raise ValueError("a bracket is never closed")


def functions_of(tokens):
    """(name, index of {, index of }) of each function's body."""
    i, depth_zero = 0, []
    while i < len(tokens):
        if tokens[i].text == "{":
            end = closing(tokens, i)
            if tokens[i - 1].text == ")":
                depth, back = 0, i - 1
                while True:
                    depth += {")": 1, "(": -1}.get(tokens[back].text, 0)
                    if depth == 0:
                        break
                    back -= 1
                depth_zero.append((tokens[back - 1].text, i, end))
            i = end
        i += 1
    return depth_zero


def statements_of(tokens, first, last):
    """(start, end) of each simple statement of a body, without declarations, which others need."""
    start = first + 1
    i = start
    while i < last:
        text = tokens[i].text
        if text in "{}":
            start = i + 1
        elif text == "(":
            end = closing(tokens, i)
            if tokens[i - 1].text in ("if", "for", "while") and i - 1 == start:
                start = end + 1
            i = end
        elif text == ";":
            yield start, i
            start = i + 1
        i += 1


def arguments_of(tokens, opened):
    """(start, end) of each argument of a call."""
    end, start, i = closing(tokens, opened), opened + 1, opened + 1
    found = []
    while i <= end:
        if tokens[i].text in "([{":
            i = closing(tokens, i)
        elif tokens[i].text == "," or i == end:
            if i > start:
                found.append((start, i - 1))
            start = i + 1
        i += 1
    return found


def is_binary(tokens, i):
    return i > 0 and (tokens[i - 1].kind in ("name", "number") and tokens[i - 1].text not in KEYWORDS
                      or tokens[i - 1].text in (")", "]"))


def is_cast_before(tokens, i):
    """True after `(uint32_t)`: what follows is no second operand."""
    if tokens[i - 1].text != ")":
        return False
    return re.fullmatch(r"u?int\d+_t|bool|size_t", tokens[i - 2].text) is not None and tokens[i - 3].text == "("


def changes_of(source):
    """(start, end, text instead, kind) for every mutant."""
    tokens = tokens_of(source)
    for i, token in enumerate(tokens):
        if token.kind == "number":
            match = re.fullmatch(r"(0[xX][0-9a-fA-F]+|\d+)([uUlL]*)", token.text)
            value = int(match.group(1), 0)
            for other in sorted({value + 1, value - 1, 0} - {value}):
                if other >= 0 or not match.group(2):
                    yield token.start, token.end, f"({other}{match.group(2)})", "CONSTANT"
        elif token.kind == "op" and token.text in OPERATORS:
            unary = token.text in "+-*&" and (not is_binary(tokens, i) or is_cast_before(tokens, i))
            if unary and token.text == "-":
                yield token.start, token.end, "", "NEGATION"
            elif not unary:
                for other in OPERATORS[token.text]:
                    yield token.start, token.end, other, KIND.get(token.text, "ARITHMETIC")
        elif token.text == "!":
            yield token.start, token.end, "", "NEGATION"
        elif token.text in ("true", "false"):
            yield token.start, token.end, "false" if token.text == "true" else "true", "CONSTANT"
        elif token.text in ("if", "while"):
            end = closing(tokens, i + 1)
            inner = source[tokens[i + 1].end:tokens[end].start]
            for other in (f"!({inner})", "0") + (() if token.text == "while" else ("1",)):
                yield tokens[i + 1].end, tokens[end].start, other, "CONDITION"
        elif token.text == "?":
            yield token.start, token.end, "? 0 :", "CHOICE"
    for _, first, last in functions_of(tokens):
        for start, end in statements_of(tokens, first, last):
            text = source[tokens[start].start:tokens[end].end] if start <= end else ""
            if tokens[start].text == "return":
                if end > start + 1:
                    yield tokens[start].start, tokens[end].end, "return 0;", "RETURN"
                    yield tokens[start].start, tokens[end].end, f"return !({source[tokens[start].end:tokens[end].start]});", "RETURN"
                else:
                    yield tokens[start].start, tokens[end].end, ";", "STATEMENT"
            elif "=" in text or text.endswith((");", "++;", "--;")):
                yield tokens[start].start, tokens[end].end, ";", "STATEMENT"
        for i in range(first, last):
            if tokens[i].text == "(" and tokens[i - 1].kind == "name" and tokens[i - 1].text not in KEYWORDS:
                parts = [(tokens[a].start, tokens[b].end) for a, b in arguments_of(tokens, i)]
                for (a, b), (c, d) in zip(parts, parts[1:]):
                    yield a, d, source[c:d] + source[b:c] + source[a:b], "ARGUMENTS"
        yield from initialisers_of(source, tokens, first, last)


def initialisers_of(source, tokens, first, last):
    """`.member = value,` left out."""
    for i in range(first, last):
        if tokens[i].text == "." and tokens[i - 1].text in "{," and tokens[i + 2].text == "=":
            j = i
            while tokens[j].text not in (",", "}"):
                j = closing(tokens, j) + 1 if tokens[j].text in "([{" else j + 1
            if tokens[j].text == ",":
                yield tokens[i].start, tokens[j].end, "", "STATEMENT"


class Bench:
    def __init__(self, root, work):
        self.root, self.work = root, work
        os.makedirs(work, exist_ok=True)
        self.includes = [f"-I{root}/{CORE}", f"-I{root}/{WIRE}/include", f"-I{root}/{WIRE}/test"]
        self.objects = {name: self.compiled(f"{root}/{CORE}/{name}.c", f"{work}/{name}.o") for name in FILES}
        wire = [self.compiled(f"{root}/{WIRE}/src/{name}", f"{work}/{name}.o")
                for name in sorted(os.listdir(f"{root}/{WIRE}/src")) if name.endswith(".c")]
        self.tests = {name: [self.compiled(f"{root}/{TESTS}/{name}_test.c", f"{work}/{name}_test.o"), *wire] for name in RUN}

    def compiled(self, source, target, level="-O1"):
        command = ["gcc", "-std=c11", level, *WARNINGS, *self.includes, "-c", source, "-o", target]
        done = subprocess.run(command, cwd=self.root, capture_output=True, check=False)
        return target if done.returncode == 0 else None

    def fingerprint(self, source, key):
        """Of the optimised code, the same path for all, so that only the code can differ."""
        target = self.compiled(source, f"{self.work}/{key}.fast.o", "-O2")
        if target is None:
            return None
        with open(target, "rb") as compiled:
            return hashlib.sha256(compiled.read()).hexdigest()

    def killer(self, name, mutant_object, key):
        """The test that fails with this object instead of the core's, or nothing."""
        others = [path for other, path in self.objects.items() if other != name]
        for test in RUN:
            program = f"{self.work}/{key}.{test}"
            subprocess.run(["gcc", *self.tests[test], mutant_object, *others, "-o", program], check=True, capture_output=True)
            try:
                if subprocess.run([program], capture_output=True, timeout=TIME_LIMIT_S, check=False).returncode != 0:
                    return test
            except subprocess.TimeoutExpired:
                return test
            finally:
                os.remove(program)
        return None


def place_of(functions, tokens, at, name):
    for function, first, last in functions:
        if tokens[first].start <= at <= tokens[last].end:
            return f"{name}.c#{function}"
    return f"{name}.c"


def mutants_of(bench, name, counts):
    """Those that are programs of their own."""
    path = f"{bench.root}/{CORE}/{name}.c"
    with open(path, encoding="utf-8") as file:
        source = file.read()
    tokens = tokens_of(source)
    functions = functions_of(tokens)
    lines = source.split("\n")
    folder = f"{bench.work}/{name}"
    os.makedirs(folder, exist_ok=True)

    def attempt(numbered):
        number, (start, end, text, kind) = numbered
        own = f"{folder}/{number}"
        os.makedirs(own, exist_ok=True)
        changed = f"{own}/{name}.c"
        with open(changed, "w", encoding="utf-8") as file:
            file.write(source[:start] + text + source[end:])
        line = source.count("\n", 0, start) + 1
        return {"place": place_of(functions, tokens, start, name), "unit": f"{name}.c", "file": f"{CORE}/{name}.c",
                "line": line, "mutator": kind if kind in ("STATEMENT", "ARGUMENTS") else f"{kind} {source[start:end]} to {text}".strip(),
                "source": lines[line - 1].strip(),
                "was": source[start:end], "becomes": text, "path": changed, "key": f"{name}/{number}",
                "print": bench.fingerprint(changed, f"{name}/{number}")}

    with ThreadPoolExecutor(WORKERS) as pool:
        tried = list(pool.map(attempt, enumerate(changes_of(source))))
    seen = {bench.fingerprint(path, f"{name}/original")}
    for mutant in tried:
        if mutant["print"] is None:
            counts["do not compile"] += 1
        elif mutant["print"] in seen:
            counts["the same program"] += 1
        else:
            seen.add(mutant["print"])
            yield mutant


def main(root, work, out, *names):
    bench = Bench(root, work)
    counts = {"do not compile": 0, "the same program": 0}
    failing = bench.killer("board", bench.objects["board"], "original")
    if failing is not None:
        sys.exit(f"the {failing} test fails on the unchanged core")

    def judged(mutant):
        name = mutant["unit"][:-2]
        compiled = bench.compiled(mutant["path"], f"{bench.work}/{mutant['key']}.o")
        killer = bench.killer(name, compiled, mutant["key"])
        return {**mutant, "killed": killer is not None, "by": killer}

    with open(out, "w", encoding="utf-8") as results:
        for name in names or FILES:
            mutants = list(mutants_of(bench, name, counts))
            with ThreadPoolExecutor(WORKERS) as pool:
                for mutant in pool.map(judged, mutants):
                    for private in ("path", "key", "print"):
                        del mutant[private]
                    results.write(json.dumps(mutant) + "\n")
                    if not mutant["killed"]:
                        print(f"{mutant['file']}:{mutant['line']} {mutant['mutator']} {mutant['was']!r} -> "
                              f"{mutant['becomes']!r}: {mutant['source']}", flush=True)
    print(", ".join(f"{count} {what}" for what, count in counts.items()))


if __name__ == "__main__":
    main(*sys.argv[1:])
