package org.fascicle.compiler.update;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Variable;
import org.fascicle.compiler.expression.Traversal;
import org.jspecify.annotations.Nullable;

/**
 * Recognises updates that do the same to each element of differing tensors. Expressions of the same structure get the same
 * number, where a tensor's own shape does not count, its parameter, slots and gradient count by their roles, and what is
 * equal for all elements counts by what it is.
 */
final class UpdateShape {
    private final Map<List<Object>, Integer> numbers = new HashMap<>();

    /** The numbers of all that the update writes; none if elements of the update depend on each other, or on their place. */
    Optional<List<Integer>> of(Update update) {
        if (update.isConstrained() || !isUniformlyShaped(update)) {
            return Optional.empty();
        }
        Map<Expr, Integer> known = new IdentityHashMap<>();
        known.put(update.placeholder(), number(List.of("gradient")));
        List<Integer> written = new ArrayList<>();
        for (Expr value : update.values()) {
            for (Expr e : Traversal.postorder(List.of(value), known.keySet())) {
                Integer number = number(e, update, known);
                if (number == null) {
                    return Optional.empty();
                }
                known.put(e, number);
            }
            written.add(known.get(value));
        }
        return Optional.of(written);
    }

    private static boolean isUniformlyShaped(Update update) {
        for (Variable variable : update.variables()) {
            if (variable.type() != Type.REAL || !variable.shape().equals(update.parameter().shape())) {
                return false;
            }
        }
        return update.parameter().shape().size() > 0;
    }

    private int number(List<Object> structure) {
        return numbers.computeIfAbsent(structure, s -> numbers.size());
    }

    private @Nullable Integer number(Expr e, Update update, Map<Expr, Integer> known) {
        if (e.op() == Primitives.BROADCAST) {
            Expr source = e.operands().get(0);
            return source.shape().rank() == 0 ? known.get(source) : null;
        }
        List<Object> structure = e.op() == Primitives.VARIABLE ? role(e, update) : structure(e, known);
        return structure == null ? null : number(structure);
    }

    private static @Nullable List<Object> structure(Expr e, Map<Expr, Integer> known) {
        boolean number = e.op() == Primitives.CONSTANT || e.op() == Primitives.SCALAR;
        if (!number && (e.op().access() != Access.ELEMENTWISE || e.op().decomposition().isPresent())) {
            return null;
        }
        List<Object> structure = new ArrayList<>(List.of(e.op().name(), e.attributes()));
        e.operands().forEach(operand -> structure.add(known.get(operand)));
        return structure;
    }

    private static @Nullable List<Object> role(Expr variable, Update update) {
        String path = variable.attributes().text("path");
        List<Variable> own = update.variables();
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i).path().equals(path)) {
                return List.of("own", i);
            }
        }
        return variable.shape().rank() == 0 ? List.of("shared", path) : null;
    }
}
