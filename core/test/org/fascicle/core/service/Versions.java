package org.fascicle.core.service;

import static org.fascicle.api.expr.Expressions.full;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/** Several versions of a few techniques. */
final class Versions {
    static final String SCALED = "com.example:scaled";
    static final String PUSH = "com.example:push";
    static final String FADING = "com.example:fading";

    private Versions() {}

    /** Multiplies by twice a number. */
    @Technique(SCALED)
    record Scaled(@Default("0.5") double factor, @Default("1") int times) implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return x.mul(2 * times * factor);
        }
    }

    /** The same with another default, and one more. */
    @Technique(SCALED)
    record OtherDefault(@Default("0.75") double factor, @Default("1") int times, @Default("true") boolean quick)
            implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return x.mul(2 * times * factor);
        }
    }

    /** The same with a parameter. */
    @Technique(SCALED)
    record WithParameter(@Default("0.5") double factor, @Default("1") int times) implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return x.mul(2 * factor).mul(scope.parameter("gain", Shape.scalar(), (shape, place) -> full(shape, 1)));
        }
    }

    /** The same that cannot be used. */
    @Technique(SCALED)
    record Broken(@Default("0.5") double factor, @Default("1") int times) implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            throw new IllegalArgumentException("this version is broken");
        }
    }

    /** Momentum. */
    @Technique(PUSH)
    record Push(@Default("0.05") Scheduled learningRate, @Default("0.9") double momentum) implements Optimizer {
        @Override
        public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
            State velocity = scope.slot("velocity", parameter.shape(), 0);
            Expr next = velocity.set(velocity.value().mul(momentum).sub(gradient.mul(scope.learningRate())));
            return parameter.value().add(next);
        }
    }

    /** Momentum, and a slot that changes nothing. */
    @Technique(PUSH)
    record PushCounted(@Default("0.05") Scheduled learningRate, @Default("0.9") double momentum) implements Optimizer {
        @Override
        public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
            State count = scope.globalSlot("pushes", 0);
            count.set(count.value().add(1));
            State velocity = scope.slot("velocity", parameter.shape(), 0);
            Expr next = velocity.set(velocity.value().mul(momentum).sub(gradient.mul(scope.learningRate())));
            return parameter.value().add(next);
        }
    }

    /** start / (1 + step). */
    @Technique(FADING)
    record Fading(@Default("0.1") double start) implements Schedule {
        @Override
        public double at(Moment moment) {
            return start / (1 + moment.step());
        }
    }
}
