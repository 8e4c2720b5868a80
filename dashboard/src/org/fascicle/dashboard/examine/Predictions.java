package org.fascicle.dashboard.examine;

import java.lang.ref.SoftReference;
import java.util.List;

import org.fascicle.api.data.Rows;
import org.fascicle.dashboard.run.Subject;

/**
 * What a network predicts for rows whose classes are known. Safe for any thread.
 *
 * @param subset which rows: {@code test}
 * @param rows how many were predicted
 * @param all how many there are
 * @param step how many steps a run had made, as far as it was known; -1 for an archive
 * @param outputs those that have classes; at least one
 * @param data the rows, as long as memory allows; their class is a bundle's that may want to go
 */
public record Predictions(String subset, int rows, int all, long step, List<Confusion> outputs, SoftReference<Rows> data) {
    /** Which rows, for people. */
    public String words() {
        return (rows == all ? "all " + all : rows + " of " + all) + " " + subset + " rows";
    }

    /** The rows; they are read again if they had to go. */
    public Rows data(Subject subject, Predicting predicting) {
        Rows known = data.get();
        return known != null ? known : subject.look(model -> predicting.chosen(model).rows());
    }
}
