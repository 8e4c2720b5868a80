package org.fascicle.optimizer.adagrad;

import java.util.Arrays;

import org.fascicle.optimizer.PublishedRule;

/** Duchi et al., 2011, JMLR 12, figure 1; as Keras, the sum starts at 0.1 and epsilon stands under the root. */
public final class Published extends PublishedRule {
    @Override
    public void start() {
        Arrays.fill(v, 0.1);
    }

    @Override
    public void step(int t, double[] w, double[] g) {
        for (int i = 0; i < w.length; i++) {
            v[i] += g[i] * g[i];
            w[i] -= lr * g[i] / Math.sqrt(v[i] + 1e-7);
        }
    }
}
