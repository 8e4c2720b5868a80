package org.fascicle.optimizer.adam;

import java.util.List;
import java.util.Map;

import org.fascicle.optimizer.PublishedRule;

/** Kingma and Ba, 2014, arXiv:1412.6980, end of section 2; amsgrad: Reddi et al., 2018, arXiv:1904.09237, algorithm 2. */
public final class Published extends PublishedRule {
    @Override
    public List<Map<String, Object>> configurations() {
        return List.of(Map.of(),
                Map.of("amsgrad", true));
    }

    @Override
    public void step(int t, double[] w, double[] g) {
        boolean amsgrad = flag("amsgrad", false);
        moments(g);
        double alpha = lr * Math.sqrt(1 - Math.pow(B2, t)) / (1 - Math.pow(B1, t));
        for (int i = 0; i < w.length; i++) {
            u[i] = amsgrad ? Math.max(u[i], v[i]) : v[i];
            w[i] -= alpha * m[i] / (Math.sqrt(u[i]) + 1e-7);
        }
    }
}
