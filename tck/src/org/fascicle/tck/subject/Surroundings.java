package org.fascicle.tck.subject;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.floor;
import static org.fascicle.api.expr.Expressions.scalar;
import static org.fascicle.api.expr.Expressions.variable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.transform.UpdateTransform;
import org.fascicle.compiler.trace.TracedGradients;
import org.fascicle.compiler.trace.UpdateTraceScope;

/** What an update transform computes at the moments of an update; expressions, by name, and the leaves that they are made of. */
final class Surroundings {
    private final Map<String, Expr> values = new LinkedHashMap<>();
    private final List<Leaf> wanted = new ArrayList<>();
    private final List<Leaf> others = new ArrayList<>();

    private Surroundings() {}

    /**
     * The gradients of tensors of some shapes; no values if it leaves them as they are.
     *
     * @param scope of all of them
     * @param scopes of each
     */
    static Surroundings gradients(UpdateTransform technique, List<Shape> shapes, UpdateScope scope,
            Function<Param, UpdateScope> scopes) {
        Surroundings asked = new Surroundings();
        List<Param> parameters = new ArrayList<>();
        List<Expr> gradients = new ArrayList<>();
        for (Shape shape : shapes) {
            Expr tensor = asked.leaf("tensor" + shape.rank(), shape, asked.others);
            parameters.add(new Tensor("tensor" + shape.rank(), tensor));
            gradients.add(asked.leaf("gradient" + shape.rank(), shape, asked.wanted));
        }
        int steps = technique.stepsPerUpdate();
        Subjects.expect(steps > 0, "updates once in " + steps + " steps, where 1 or more were expected");
        List<Expr> results = technique.gradients(new TracedGradients(parameters, gradients, scopes, isUpdate(steps),
                elsewhere -> bowl(parameters, gradients, elsewhere)), scope);
        Subjects.expect(results.size() == gradients.size(), "gives " + results.size() + " gradients for " + gradients.size());
        for (int i = 0; i < results.size(); i++) {
            requireShape(results.get(i), gradients.get(i).shape(), "a gradient");
            asked.values.put("gradient " + i, results.get(i));
        }
        if (results.equals(gradients)) {
            asked.values.clear();
        }
        return asked;
    }

    /** The values of a parameter of a shape before and after the optimizer, and in the end; those that it changes. */
    static Surroundings values(UpdateTransform technique, Shape shape, UpdateScope scope) {
        Surroundings asked = new Surroundings();
        Expr tensor = asked.leaf("tensor", shape, asked.wanted);
        Expr updated = asked.leaf("updated", shape, asked.wanted);
        Param parameter = new Tensor("tensor", tensor);
        asked.put("the value before", technique.before(parameter, scope), tensor);
        asked.put("the value after", technique.after(parameter, updated, scope), updated);
        asked.put("the value in the end", technique.ended(parameter, scope), tensor);
        return asked;
    }

    Map<String, Expr> values() {
        return values;
    }

    List<Leaf> wanted() {
        return wanted;
    }

    List<Leaf> others() {
        return others;
    }

    /** The sixth update: what is done every 2, 3 or 6 updates is done in it. */
    static Expr step() {
        return scalar(UpdateTraceScope.STEP).add(2);
    }

    /** The gradients of a loss that is curved alike everywhere: elsewhere they differ by the distance of the parameters. */
    private static List<Expr> bowl(List<Param> parameters, List<Expr> gradients, List<Expr> elsewhere) {
        List<Expr> there = new ArrayList<>();
        for (int i = 0; i < gradients.size(); i++) {
            there.add(gradients.get(i).add(elsewhere.get(i).sub(parameters.get(i).value())));
        }
        return there;
    }

    private static Expr isUpdate(int steps) {
        Expr rounds = step().add(1).div(constant(steps));
        return floor(rounds).eq(rounds);
    }

    private Expr leaf(String name, Shape shape, List<Leaf> into) {
        Expr leaf = variable(name, Type.REAL, shape);
        into.add(Leaf.of(name, leaf, Leaf.Values.NORMAL));
        return leaf;
    }

    private void put(String name, Expr value, Expr unchanged) {
        requireShape(value, unchanged.shape(), "a tensor");
        if (value != unchanged) {
            values.put(name, value);
        }
    }

    private static void requireShape(Expr value, Shape shape, String what) {
        Subjects.expect(value.type() == Type.REAL && value.shape().equals(shape),
                "gives " + value + " for " + what + " " + shape);
    }
}
