package org.fascicle.dashboard.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Curves by name, in the order in which their names came. Safe for any thread. */
public final class Curves {
    /** More names than this are not kept: a network of a thousand layers would fill the memory. */
    private static final int MOST = 2000;

    private final Map<String, Curve> curves = Collections.synchronizedMap(new LinkedHashMap<>());

    /** Adds a number to a curve. */
    void add(String name, double x, double y) {
        Curve curve = curves.get(name);
        if (curve == null && curves.size() < MOST) {
            curve = new Curve();
            curves.put(name, curve);
        }
        if (curve != null) {
            curve.add(x, y);
        }
    }

    /** A copy of all. */
    public Map<String, Curve.Points> points() {
        Map<String, Curve> now;
        synchronized (curves) {
            now = new LinkedHashMap<>(curves);
        }
        Map<String, Curve.Points> points = new LinkedHashMap<>();
        now.forEach((name, curve) -> points.put(name, curve.points()));
        return points;
    }
}
