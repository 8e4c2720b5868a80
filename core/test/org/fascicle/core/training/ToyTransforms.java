package org.fascicle.core.training;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.floor;
import static org.fascicle.api.expr.Expressions.full;
import static org.fascicle.api.expr.Expressions.where;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Shorthand;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.transform.Gradients;
import org.fascicle.api.transform.UpdateTransform;

/** Small techniques around an optimizer, one or more for each moment of an update; {@link Toys} has the rest. */
public final class ToyTransforms {
    private ToyTransforms() {}

    /** All of them. */
    static final Class<?>[] ALL =
            {Counting.class, Sums.class, Shrinking.class, Mean.class, Shifted.class, Doubled.class, Steeper.class,
                Bounded.class, Odd.class, Louder.class};

    /** Counts what it is asked, in a slot and in a global slot, and changes nothing. */
    @Technique("counting")
    public record Counting() implements UpdateTransform {
        @Override
        public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
            State own = scope.slot("own", Shape.of(1), 0);
            own.set(own.value().add(1));
            State all = scope.globalSlot("all", 0);
            all.set(all.value().add(1));
            return gradients.values();
        }
    }

    /** Updates with the mean of several steps' gradients. */
    @Technique("sums")
    @Shorthand(place = 1, options = "gradient_accumulation_steps=steps")
    public record Sums(@Range("[1,inf)") int steps) implements UpdateTransform {
        @Override
        public int stepsPerUpdate() {
            return steps;
        }

        @Override
        public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
            List<Expr> means = new ArrayList<>();
            for (int i = 0; i < gradients.values().size(); i++) {
                Param parameter = gradients.parameters().get(i);
                State accumulated = gradients.scope(parameter).slot("gradient_accumulator", parameter.shape(), 0);
                Expr sum = accumulated.value().add(gradients.values().get(i));
                accumulated.set(where(gradients.updates(), full(parameter.shape(), 0), sum));
                means.add(sum.div(constant(steps)));
            }
            return means;
        }
    }

    /** Scales the loss, and leaves its gradients as they come. */
    @Technique("louder")
    public record Louder(@Range("(0,inf)") double factor) implements UpdateTransform {
        @Override
        public double lossScale() {
            return factor;
        }
    }

    /** Decays weights apart from the gradient. */
    @Technique("shrinking")
    @Shorthand(place = 3, options = {"weight_decay=decay", "exclude_from_weight_decay=exclude"}, perParameter = "weight_decay")
    public record Shrinking(@Range("[0,inf)") Scheduled decay) implements UpdateTransform {
        @Override
        public Expr before(Param parameter, UpdateScope scope) {
            return parameter.value().mul(constant(1).sub(scope.learningRate().mul(scope.value(decay))));
        }
    }

    /** A moving average, which the weights become every so many updates, and in the end. */
    @Technique("mean")
    @Shorthand(place = 4, flag = "use_ema", options = {"ema_momentum=momentum", "ema_overwrite_frequency=frequency"})
    public record Mean(@Default("0.99") double momentum, @Default("0") int frequency) implements UpdateTransform {
        @Override
        public Expr after(Param parameter, Expr updated, UpdateScope scope) {
            State average = scope.slot("weight_average", parameter.shape(), 0);
            Expr kept = where(scope.step().gt(0), constant(momentum), constant(0));
            Expr latest = average.set(average.value().mul(kept).add(updated.mul(constant(1).sub(kept))));
            if (frequency == 0) {
                return updated;
            }
            Expr rounds = scope.step().add(1).div(constant(frequency));
            return where(where(floor(rounds).eq(rounds), constant(1), constant(0)).gt(0), latest, updated);
        }

        @Override
        public Expr ended(Param parameter, UpdateScope scope) {
            return where(scope.step().gt(0), scope.slot("weight_average", parameter.shape(), 0).value(), parameter.value());
        }
    }

    /** Adds to each gradient, to what the optimizer sees, to what it gives, and to the last value. */
    @Technique("shifted")
    public record Shifted(@Default("0.0") double gradient, @Default("0.0") double before, @Default("0.0") double after,
            @Default("0.0") double ended) implements UpdateTransform {
        @Override
        public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
            return gradients.values().stream().map(g -> g.add(gradient)).collect(Collectors.toList());
        }

        @Override
        public Expr before(Param parameter, UpdateScope scope) {
            return parameter.value().add(before);
        }

        @Override
        public Expr after(Param parameter, Expr updated, UpdateScope scope) {
            return updated.add(after);
        }

        @Override
        public Expr ended(Param parameter, UpdateScope scope) {
            return parameter.value().add(ended);
        }
    }

    /** The same with multiplications. */
    @Technique("doubled")
    public record Doubled() implements UpdateTransform {
        @Override
        public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
            return gradients.values().stream().map(g -> g.mul(2)).collect(Collectors.toList());
        }

        @Override
        public Expr before(Param parameter, UpdateScope scope) {
            return parameter.value().mul(2);
        }

        @Override
        public Expr after(Param parameter, Expr updated, UpdateScope scope) {
            return updated.mul(2);
        }

        @Override
        public Expr ended(Param parameter, UpdateScope scope) {
            return parameter.value().mul(2);
        }
    }

    /** The gradients at the values that a step along the gradients leads to. */
    @Technique("steeper")
    public record Steeper(@Default("0.1") double step) implements UpdateTransform {
        @Override
        public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
            List<Expr> there = new ArrayList<>();
            for (int i = 0; i < gradients.values().size(); i++) {
                there.add(gradients.parameters().get(i).value().add(gradients.values().get(i).mul(step)));
            }
            return gradients.at(there);
        }
    }

    /** Keeps all gradients together below a bound in absolute value; keeps a slot of each parameter. */
    @Technique("com.example:bounded")
    @Shorthand(place = 2, options = "bound")
    public record Bounded(@Range("(0,inf)") double bound, @Default("bounded") String slot) implements UpdateTransform {
        @Override
        public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
            gradients.parameters().forEach(parameter -> {
                State turns = gradients.scope(parameter).slot(slot, Shape.scalar(), 0);
                turns.set(turns.value().add(1));
            });
            return gradients.values().stream().map(g -> where(g.gt(bound), full(g.shape(), bound), g))
                    .collect(Collectors.toList());
        }
    }

    /** Gives what no technique may give. */
    @Technique("odd")
    public record Odd(@Default("1") int steps, @Default("false") boolean fewer, @Default("false") boolean scalar)
            implements UpdateTransform {
        @Override
        public int stepsPerUpdate() {
            return steps;
        }

        @Override
        public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
            return fewer ? gradients.values().subList(1, gradients.values().size()) : gradients.values();
        }

        @Override
        public Expr after(Param parameter, Expr updated, UpdateScope scope) {
            return scalar ? constant(1) : updated;
        }
    }
}
