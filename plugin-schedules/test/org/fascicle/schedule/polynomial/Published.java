package org.fascicle.schedule.polynomial;

import org.fascicle.schedule.PublishedCurves;

/** From the customary formula; Keras PolynomialDecay. */
public final class Published extends PublishedCurves {
    @Override
    protected void curves() {
        polynomialEndsAndStays();
        polynomialCycles();
    }

    private void polynomialEndsAndStays() {
        compare(made(Polynomial.class, "initial", 0.1, "over", 8.0),
                n -> n < 40 ? (0.1 - 0.0001) * (1 - n / 40.0) + 0.0001 : 0.0001);
        compare(made(Polynomial.class, "initial", 0.1, "over", 30.0, "unit", "step", "power", 2.0, "end", 0.01),
                n -> n < 30 ? 0.09 * (1 - n / 30.0) * (1 - n / 30.0) + 0.01 : 0.01);
        compare(made(Polynomial.class, "initial", 1.0, "end", 0.0), n -> 1 - n / 50.0);
    }

    // Over 20, then over 40, then over 60 steps, all from the start.
    private void polynomialCycles() {
        compare(made(Polynomial.class, "initial", 1.0, "end", 0.0, "over", 20.0, "unit", "step", "cycle", true),
                n -> n <= 20 ? 1 - n / 20.0 : n <= 40 ? 1 - n / 40.0 : 1 - n / 60.0);
    }
}
