"""Evaluates conditions with Python's own evaluator. stdin: [[condition, input], ...]; stdout: [true | false | "wrong type", ...]."""

import ast, json, sys

MISSING = object()


def kind(value):
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    return type(value).__name__


def same(a, b):
    if kind(a) != kind(b):
        return False
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    return a == b


def verdict(value):
    if value is MISSING or value is None:
        return False
    if not isinstance(value, bool):
        raise TypeError
    return value


def walk(value, *keys):
    for key in keys:
        if isinstance(key, str) != isinstance(value, dict) or not isinstance(value, (dict, list)):
            return MISSING
        try:
            value = value[key]
        except (KeyError, IndexError):
            return MISSING
    return value


def compare(operator, a, b):
    if a is MISSING or b is MISSING:
        return False
    if operator in ("Eq", "NotEq"):
        return same(a, b) == (operator == "Eq")
    if operator in ("In", "NotIn"):
        if b is None:
            return False
        if not isinstance(b, list):
            raise TypeError
        return any(same(a, item) for item in b) == (operator == "In")
    if a is None or b is None:
        return False
    if kind(a) != kind(b) or kind(a) not in ("number", "str"):
        raise TypeError
    return {"Lt": a < b, "LtE": a <= b, "Gt": a > b, "GtE": a >= b}[operator]


def items(*values):
    return [value for value in values if value is not MISSING]


class Translate(ast.NodeTransformer):
    """Keeps Python's precedence, and/or/not and literals; paths, lists, comparisons and truth become calls."""

    def call(self, name, *args):
        return ast.Call(ast.Name(name, ast.Load()), list(args), [])

    def keys(self, node):
        if isinstance(node, ast.Attribute):
            return [*self.keys(node.value), ast.Constant(node.attr)]
        if isinstance(node, ast.Subscript):
            return [*self.keys(node.value), node.slice]
        return [node]

    def visit_Attribute(self, node):
        return self.call("walk", *self.keys(node))

    visit_Subscript = visit_Attribute

    def visit_List(self, node):
        return self.call("items", *map(self.visit, node.elts))

    def visit_Compare(self, node):
        operator = ast.Constant(type(node.ops[0]).__name__)
        return self.call("compare", operator, self.visit(node.left), self.visit(node.comparators[0]))

    def visit_BoolOp(self, node):
        return ast.BoolOp(node.op, [self.call("verdict", self.visit(value)) for value in node.values])

    def visit_UnaryOp(self, node):
        if isinstance(node.op, ast.USub):
            return node
        return ast.UnaryOp(node.op, self.call("verdict", self.visit(node.operand)))


SCOPE = {"walk": walk, "compare": compare, "items": items, "verdict": verdict, "true": True, "false": False, "null": None}


def outcome(text, data):
    node = ast.parse(text, mode="eval")
    translate = Translate()
    tree = ast.fix_missing_locations(ast.Expression(translate.call("verdict", translate.visit(node.body))))
    try:
        return eval(compile(tree, "<condition>", "eval"), {**SCOPE, "input": data})
    except TypeError:
        return "wrong type"


json.dump([outcome(text, data) for text, data in json.load(sys.stdin)], sys.stdout)
