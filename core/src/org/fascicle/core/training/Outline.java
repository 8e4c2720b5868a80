package org.fascicle.core.training;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Summary;

/** What a network looks like from outside. Immutable. */
public final class Outline {
    private final Summary summary;
    private final Shape output;

    Outline(Summary summary, Shape output) {
        this.summary = summary;
        this.output = output;
    }

    /** The layers. */
    public Summary summary() {
        return summary;
    }

    /** The shape of one row's output. */
    public Shape output() {
        return output;
    }
}
