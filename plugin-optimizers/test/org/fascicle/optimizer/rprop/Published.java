package org.fascicle.optimizer.rprop;

import java.util.Arrays;

import org.fascicle.optimizer.PublishedRule;

/** Riedmiller and Braun, 1993; Igel and Hüsken, 2000, iRprop−. */
public final class Published extends PublishedRule {
    @Override
    public void start() {
        Arrays.fill(u, lr);
    }

    @Override
    public void step(int t, double[] w, double[] g) {
        for (int i = 0; i < w.length; i++) {
            double same = g[i] * m[i];
            u[i] = Math.min(Math.max(u[i] * (same > 0 ? 1.2 : same < 0 ? 0.5 : 1), 1e-6), 50);
            m[i] = same < 0 ? 0 : g[i];
            w[i] -= Math.signum(m[i]) * u[i];
        }
    }
}
