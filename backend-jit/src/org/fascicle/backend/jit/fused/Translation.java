package org.fascicle.backend.jit.fused;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.recipe.Elementary;
import org.fascicle.backend.jit.recipe.Lane;
import org.fascicle.backend.jit.recipe.Numbers;
import org.fascicle.backend.jit.recipe.Op;
import org.fascicle.backend.jit.recipe.Recipe;
import org.fascicle.backend.jit.recipe.Value;
import org.fascicle.compiler.pass.Kernel;

/** Turns a fused kernel into a recipe, given which of its inputs move along the inner loop. Used once. */
public final class Translation {
    /** A number that a kernel is handed: a constant's or a scalar's node. */
    public final List<Node> numbers = new ArrayList<>();
    public final Recipe recipe = new Recipe();
    private final Kernel kernel;
    private final Space space;
    private final Elementary elementary = new Elementary(recipe.body);
    private final Map<Node, Value> values = new HashMap<>();

    public Translation(Kernel kernel, Space space) {
        this.kernel = kernel;
        this.space = space;
        for (Space.Access access : space.accesses()) {
            if (access.repeats()) {
                recipe.repeatedSlot();
            } else {
                recipe.slot(Numbers.isInt(access.node.type()), space.moves(access));
            }
        }
        Node anchor = kernel.anchor().orElse(null);
        for (Node node : kernel.nodes()) {
            if (node != anchor && node.op() != Primitives.BROADCAST && node.op() != Primitives.IOTA) {
                values.put(node, computed(node));
            }
        }
        for (Space.Access access : space.accesses()) {
            if (access.isWritten && access.node != anchor) {
                recipe.stores.add(new Recipe.Store(stored(access.node), access.slot));
            }
        }
        if (anchor != null) {
            recipe.mode = space.innerIsFolded() ? Recipe.Mode.INNER : Recipe.Mode.OUTER;
            recipe.folded = operand(anchor.operand(0));
            recipe.fold = anchor.op() == Primitives.SUM ? Op.ADD : Op.MAX;
            recipe.result = space.access(anchor).slot;
        }
    }

    private Value stored(Node node) {
        Value value = operand(node);
        return node.type() == Type.BOOL
                ? recipe.body.select(value, recipe.body.literal(1f), recipe.body.literal(0f)) : value;
    }

    private Value computed(Node node) {
        List<Value> operands = new ArrayList<>();
        node.operands().forEach(operand -> operands.add(operand(operand)));
        try {
            return elementary.of(node, operands);
        } catch (IllegalArgumentException e) {
            throw new BackendException("jit has no kernel for " + node, e);
        }
    }

    /** What a node is where another reads it: computed here, read from memory, or a number. */
    private Value operand(Node node) {
        Value known = values.get(node);
        if (known != null) {
            return known;
        }
        Node source = space.source(node);
        Value value = isNumber(source) ? number(source) : loaded(source.type(), space.access(node).slot);
        values.put(node, value);
        return value;
    }

    private static boolean isNumber(Node node) {
        return node.op() == Primitives.CONSTANT || node.op() == Primitives.SCALAR;
    }

    private Value number(Node source) {
        int place = numbers.indexOf(source);
        if (place < 0) {
            place = numbers.size();
            numbers.add(source);
        }
        if (source.type() == Type.BOOL) {
            return recipe.body.greater(recipe.body.number(Lane.FLOAT, place), recipe.body.literal(0f));
        }
        return recipe.body.number(Numbers.isInt(source.type()) ? Lane.INT : Lane.FLOAT, place);
    }

    private Value loaded(Type type, int slot) {
        if (type == Type.BOOL) {
            return recipe.body.greater(recipe.body.input(Lane.FLOAT, slot), recipe.body.literal(0f));
        }
        return recipe.body.input(Numbers.isInt(type) ? Lane.INT : Lane.FLOAT, slot);
    }
}
