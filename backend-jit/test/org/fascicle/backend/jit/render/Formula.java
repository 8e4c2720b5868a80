package org.fascicle.backend.jit.render;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.recipe.Body;
import org.fascicle.backend.jit.recipe.Elementary;
import org.fascicle.backend.jit.recipe.Lane;
import org.fascicle.backend.jit.recipe.Numbers;
import org.fascicle.backend.jit.recipe.Recipe;
import org.fascicle.backend.jit.recipe.Value;
import org.fascicle.compiler.lowering.Lowering;

/** A formula of elementwise primitives as a recipe: one slot for each operand, the last for the result. */
final class Formula {
    private static final Shape SHAPE = Shape.of(4);

    private final Recipe recipe = new Recipe();
    private final Elementary elementary = new Elementary(recipe.body);
    private final List<Value> operands = new ArrayList<>();

    private Formula() {}

    /** The recipe of a formula of operands of some types. */
    static Recipe of(Function<List<Expr>, Expr> formula, Type... types) {
        Formula made = new Formula();
        List<Expr> inputs = new ArrayList<>();
        for (Type type : types) {
            inputs.add(Expressions.input(String.valueOf(inputs.size()), type, SHAPE));
            made.operands.add(made.read(type));
        }
        Node node = new Lowering(new IdentityHashMap<>()).output("y", formula.apply(inputs)).build().outputs().get("y");
        made.write(made.value(node), node.type());
        return made.recipe;
    }

    /** The recipe of an operation on reals that no primitive is. */
    static Recipe of(int operands, Function<Body, Function<Value[], Value>> operation) {
        Formula made = new Formula();
        for (int i = 0; i < operands; i++) {
            made.operands.add(made.read(Type.REAL));
        }
        made.write(operation.apply(made.recipe.body).apply(made.operands.toArray(new Value[0])), Type.REAL);
        return made.recipe;
    }

    private Value read(Type type) {
        Body body = recipe.body;
        int slot = recipe.slot(Numbers.isInt(type), true);
        return type == Type.BOOL ? body.greater(body.input(Lane.FLOAT, slot), body.literal(0f))
                : body.input(Numbers.isInt(type) ? Lane.INT : Lane.FLOAT, slot);
    }

    private void write(Value value, Type type) {
        Body body = recipe.body;
        Value stored = type == Type.BOOL ? body.select(value, body.literal(1f), body.literal(0f)) : value;
        recipe.stores.add(new Recipe.Store(stored, recipe.slot(Numbers.isInt(type), true)));
    }

    private Value value(Node node) {
        if (node.op() == Primitives.INPUT) {
            return operands.get(Integer.parseInt(node.attributes().text("name")));
        }
        List<Value> values = new ArrayList<>();
        node.operands().forEach(operand -> values.add(value(operand)));
        return elementary.of(node, values);
    }
}
