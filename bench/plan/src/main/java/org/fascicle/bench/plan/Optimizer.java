package org.fascicle.bench.plan;

import static jdk.incubator.vector.VectorOperators.SQRT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The two optimizers of the benchmark, over a part of the parameters. */
enum Optimizer {
    /** Nesterov's accelerated gradient, momentum 0.9. */
    NESTEROV {
        @Override
        void update(Parameters all, int from, int to, float[] gradient, int go, float rate, int step) {
            float[] p = all.values;
            float[] m = all.first;
            for (int i = from, g = go; i < to; i += S.length(), g += S.length()) {
                FloatVector move = FloatVector.fromArray(S, gradient, g).mul(rate);
                FloatVector velocity = FloatVector.fromArray(S, m, i).mul(0.9f).sub(move);
                velocity.intoArray(m, i);
                FloatVector.fromArray(S, p, i).add(velocity.mul(0.9f)).sub(move).intoArray(p, i);
            }
        }
    },
    /** Adam, beta 0.9 and 0.999, epsilon 1e-7. */
    ADAM {
        @Override
        void update(Parameters all, int from, int to, float[] gradient, int go, float rate, int step) {
            float[] p = all.values;
            float[] m = all.first;
            float[] v = all.second;
            float corrected = (float) (rate * Math.sqrt(1 - Math.pow(0.999, step + 1)) / (1 - Math.pow(0.9, step + 1)));
            for (int i = from, g = go; i < to; i += S.length(), g += S.length()) {
                FloatVector latest = FloatVector.fromArray(S, gradient, g);
                FloatVector mean = FloatVector.fromArray(S, m, i);
                mean = latest.sub(mean).mul(0.1f).add(mean);
                mean.intoArray(m, i);
                FloatVector square = FloatVector.fromArray(S, v, i);
                square = latest.mul(latest).sub(square).mul(0.001f).add(square);
                square.intoArray(v, i);
                FloatVector moved = mean.mul(corrected).div(square.lanewise(SQRT).add(1e-7f));
                FloatVector.fromArray(S, p, i).sub(moved).intoArray(p, i);
            }
        }
    };

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    /**
     * Updates the parameters {@code from .. to - 1}, whole vectors of them.
     *
     * @param gradient theirs, beginning at go
     * @param rate the learning rate
     * @param step how many updates there were before
     */
    abstract void update(Parameters all, int from, int to, float[] gradient, int go, float rate, int step);
}
