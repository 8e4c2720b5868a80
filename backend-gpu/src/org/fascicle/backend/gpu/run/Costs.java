package org.fascicle.backend.gpu.run;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.fascicle.api.backend.Profile;
import org.fascicle.backend.gpu.kernel.Rendered;
import org.fascicle.compiler.pass.Cost;
import org.fascicle.compiler.pass.Kernel;

/** What a profile says of launches, without a time. Each is a phase by itself. */
final class Costs {
    private Costs() {}

    /**
     * What it says of one. A kernel that is computed in several launches costs in the last.
     *
     * @param launches of a run
     * @param at the number of one
     */
    static Profile.Part of(List<Rendered> launches, int at, int rows) {
        List<String> operations = new ArrayList<>();
        Set<String> provenances = new LinkedHashSet<>();
        boolean isMove = !launches.get(at).kernels().isEmpty();
        long bytes = 0;
        long count = 0;
        for (Kernel kernel : launches.get(at).kernels()) {
            Profile.Part part = Cost.part(kernel, rows, Float.BYTES, at, 0);
            boolean isLast =
                    launches.subList(at + 1, launches.size()).stream().noneMatch(later -> later.kernels().contains(kernel));
            operations.add(isLast ? part.operation() : "pieces of " + part.operation());
            provenances.addAll(part.provenances());
            isMove &= part.isMove();
            bytes += isLast ? part.bytes() : 0;
            count += isLast ? part.operations() : 0;
        }
        if (operations.isEmpty()) {
            // No kernel of the schedule's: it decides whether the run is accepted.
            operations.add("guard");
            provenances.add(launches.get(at).cause());
        }
        return Profile.Part.of(String.join(" | ", operations), new ArrayList<>(provenances), at, isMove, bytes, count, 0);
    }
}
