package org.fascicle.optimizer.nesterov;

import org.fascicle.optimizer.PublishedRule;

/** Nesterov, 1983, as Sutskever et al., 2013, print it, with the kept parameters at the point where the gradient is computed. */
public final class Published extends PublishedRule {
    // What the paper keeps: u itself; w is u and the step that will be taken from it next, 0.9 v.
    private double[] u0;

    @Override
    public void start() {
        u0 = null;
    }

    @Override
    public void step(int t, double[] w, double[] g) {
        u0 = u0 == null ? w.clone() : u0;
        for (int i = 0; i < w.length; i++) {
            v[i] = 0.9 * v[i] - lr * g[i];
            u0[i] += v[i];
            w[i] = u0[i] + 0.9 * v[i];
        }
    }
}
