package org.fascicle.tck.subject;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import org.fascicle.api.expr.Expr;

/** What expressions are made of. */
final class Parts {
    private Parts() {}

    /** The expressions, their operands, those of these and so on, each once. */
    static List<Expr> of(Collection<Expr> expressions) {
        List<Expr> parts = new ArrayList<>();
        Set<Expr> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Expr> open = new ArrayList<>(expressions);
        while (!open.isEmpty()) {
            Expr next = open.remove(open.size() - 1);
            if (seen.add(next)) {
                parts.add(next);
                open.addAll(next.operands());
            }
        }
        return parts;
    }
}
