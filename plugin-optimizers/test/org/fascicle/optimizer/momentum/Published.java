package org.fascicle.optimizer.momentum;

import org.fascicle.optimizer.PublishedRule;

/** Polyak, 1964, doi:10.1016/0041-5553(64)90137-5. */
public final class Published extends PublishedRule {
    @Override
    public void step(int t, double[] w, double[] g) {
        for (int i = 0; i < w.length; i++) {
            m[i] = 0.9 * m[i] - lr * g[i];
            w[i] += m[i];
        }
    }
}
