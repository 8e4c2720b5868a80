package org.fascicle.optimizer.rmsprop;

import java.util.List;
import java.util.Map;

import org.fascicle.api.scope.Scheduled;
import org.fascicle.optimizer.PublishedRule;

/** Hinton, 2012, lecture 6e; centered: Graves, 2013, arXiv:1308.0850, equations 38 to 45; momentum as Keras. */
public final class Published extends PublishedRule {
    @Override
    public List<Map<String, Object>> configurations() {
        return List.of(Map.of(),
                Map.of("centered", true),
                Map.of("momentum", Scheduled.of(0.8), "centered", true));
    }

    @Override
    public void step(int t, double[] w, double[] g) {
        double momentum = number("momentum", 0);
        boolean centered = flag("centered", false);
        for (int i = 0; i < w.length; i++) {
            v[i] = 0.9 * v[i] + 0.1 * g[i] * g[i];
            u[i] = centered ? 0.9 * u[i] + 0.1 * g[i] : 0;
            m[i] = momentum * m[i] + lr * g[i] / Math.sqrt(v[i] - u[i] * u[i] + 1e-7);
            w[i] -= m[i];
        }
    }
}
