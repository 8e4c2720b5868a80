package org.fascicle.app.verb;

/** Shows or writes predictions, one row after the other. For one thread. */
interface PredictionView {
    /** One row. */
    void row(PredictedRow row);

    /** There are no more rows. */
    void end();
}
