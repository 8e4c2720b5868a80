package org.fascicle.tck.subject;

import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.watch.Watch;

/** A place that a watch is asked about. */
interface Watching {
    /** What the watch measures of it. */
    Map<String, Expr> ask(Watch watch);

    /** What that is made of. */
    List<Leaf> leaves();
}
