package org.fascicle.backend.jit.recipe;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.expr.Bfloat16;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;

/** What each elementwise primitive is in terms of a {@link Body}. */
public final class Elementary {
    private final Body body;
    private final Formulas formulas;

    public Elementary(Body body) {
        this.body = body;
        this.formulas = new Formulas(body);
    }

    /**
     * The value of a node.
     *
     * @throws IllegalArgumentException if the primitive is not elementwise
     */
    public Value of(Node node, List<Value> x) {
        Type type = node.operands().isEmpty() ? node.type() : node.operand(0).type();
        return switch (node.op().name()) {
            case "stop_gradient" -> x.get(0);
            case "cast" -> Bfloat16.isRounding(node.op(), node.attributes())
                    ? formulas.bfloat16(x.get(0)) : cast(x.get(0), type, node.type());
            case "where" -> where(x.get(0), x.get(1), x.get(2));
            case "not" -> body.not(x.get(0));
            case "and" -> body.truth(Op.AND, x.get(0), x.get(1));
            case "or" -> body.truth(Op.OR, x.get(0), x.get(1));
            case "gt", "ge", "eq" -> relation(node.op().name(), x.get(0), x.get(1), type);
            default -> type == Type.INT32 ? integer(node.op().name(), x) : real(node.op().name(), x);
        };
    }

    /** How many operations of a lane a node takes, at least 1. */
    public static int size(Node node) {
        Body body = new Body();
        List<Value> operands = new ArrayList<>();
        for (Node operand : node.operands()) {
            operands.add(body.input(lane(operand.type()), operands.size()));
        }
        int size = 0;
        new Elementary(body).of(node, operands);
        for (Value value : body.values()) {
            size += value.isConstant() || value.op == Op.INPUT ? 0 : 1;
        }
        return Math.max(1, size);
    }

    private static Lane lane(Type type) {
        return type == Type.BOOL ? Lane.TRUTH : Numbers.isInt(type) ? Lane.INT : Lane.FLOAT;
    }

    private Value real(String name, List<Value> x) {
        Value a = x.get(0);
        return switch (name) {
            case "neg" -> body.real(Op.NEG, a);
            case "abs" -> body.real(Op.ABS, a);
            case "sqrt" -> body.real(Op.SQRT, a);
            case "sign" -> formulas.sign(a);
            case "floor" -> formulas.floor(a);
            case "exp" -> formulas.exp(a);
            case "expm1" -> formulas.expm1(a);
            case "log" -> formulas.log(a);
            case "log1p" -> formulas.log1p(a);
            case "tanh" -> formulas.tanh(a);
            case "erf" -> formulas.erf(a);
            case "erfinv" -> formulas.erfinv(a);
            case "sin", "cos" -> body.call(Lane.FLOAT, name, a);
            case "pow" -> body.call(Lane.FLOAT, name, a, x.get(1));
            case "add" -> body.add(a, x.get(1));
            case "sub" -> body.sub(a, x.get(1));
            case "mul" -> body.mul(a, x.get(1));
            case "div" -> body.div(a, x.get(1));
            case "max" -> body.real(Op.MAX, a, x.get(1));
            case "min" -> body.real(Op.MIN, a, x.get(1));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private Value integer(String name, List<Value> x) {
        Value a = x.get(0);
        return switch (name) {
            case "neg" -> body.integer(Op.INT_NEG, a);
            case "abs" -> body.integer(Op.INT_ABS, a);
            case "sign" -> intSign(a);
            case "add" -> body.integer(Op.INT_ADD, a, x.get(1));
            case "sub" -> body.integer(Op.INT_SUB, a, x.get(1));
            case "mul" -> body.integer(Op.INT_MUL, a, x.get(1));
            case "div" -> body.call(Lane.INT, "quotient", a, x.get(1));
            case "max" -> body.integer(Op.INT_MAX, a, x.get(1));
            case "min" -> body.integer(Op.INT_MIN, a, x.get(1));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private Value intSign(Value a) {
        Value zero = body.literal(0);
        return body.select(body.greater(a, zero), body.literal(1),
                body.select(body.greater(zero, a), body.literal(-1), zero));
    }

    private Value where(Value condition, Value yes, Value no) {
        if (yes.lane == Lane.TRUTH) {
            return body.truth(Op.OR, body.truth(Op.AND, condition, yes), body.truth(Op.AND, body.not(condition), no));
        }
        return body.select(condition, yes, no);
    }

    private Value relation(String name, Value a, Value b, Type type) {
        if (type == Type.BOOL) {
            return relation(name, bit(a), bit(b), Type.INT32);
        } else if (type == Type.UINT32) {
            return relation(name, flipped(a), flipped(b), Type.INT32);
        }
        return switch (name) {
            case "gt" -> body.greater(a, b);
            case "eq" -> body.equal(a, b);
            default -> type == Type.REAL ? body.truth(Op.GE, a, b) : body.not(body.greater(b, a));
        };
    }

    private Value bit(Value truth) {
        return body.select(truth, body.literal(1), body.literal(0));
    }

    private Value flipped(Value unsigned) {
        return body.integer(Op.INT_XOR, unsigned, body.literal(Integer.MIN_VALUE));
    }

    private Value cast(Value x, Type from, Type to) {
        boolean sameBits = from == to || Numbers.isInt(from) && Numbers.isInt(to);
        if (sameBits) {
            return x;
        }
        return switch (to) {
            case REAL -> toReal(x, from);
            case BOOL -> body.not(body.equal(x, x.lane == Lane.INT ? body.literal(0) : body.literal(0f)));
            default -> x.lane == Lane.TRUTH ? bit(x)
                    : body.call(Lane.INT, to == Type.UINT32 ? "unsigned" : "truncated", x);
        };
    }

    private Value toReal(Value x, Type from) {
        if (from == Type.BOOL) {
            return body.select(x, body.literal(1f), body.literal(0f));
        }
        // Both halves and the product are exact, so that the sum is rounded once.
        Value high = body.small(body.shift(from == Type.INT32 ? Op.SHIFT_RIGHT : Op.SHIFT_RIGHT_UNSIGNED, x, 16));
        Value low = body.small(body.integer(Op.INT_AND, x, body.literal(0xffff)));
        return body.fma(high, body.literal(65536f), low);
    }
}
