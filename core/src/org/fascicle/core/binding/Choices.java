package org.fascicle.core.binding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.fascicle.api.model.Summary;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.core.archive.TechniqueRecord;

/** Why techniques are used in the versions in which they are. */
public final class Choices {
    private final BoundTechniques techniques;

    /** The choices among techniques. */
    public Choices(BoundTechniques techniques) {
        this.techniques = techniques;
    }

    /** The versions that serve some uses, each once, and why. */
    public List<Summary.Version> of(Binding used) {
        Map<TechniqueRecord, List<String>> reasons = new LinkedHashMap<>();
        for (Use use : used.uses()) {
            used.of(use).ifPresent(record -> reasons.computeIfAbsent(record, r -> new ArrayList<>()).add(why(use, record)));
        }
        List<Summary.Version> versions = new ArrayList<>();
        reasons.forEach((record, why) -> versions.add(Summary.Version.of(record.kind(), record.name(), record.version(),
                record.bundle(), why.stream().distinct().collect(Collectors.joining("; ")))));
        return versions;
    }

    private String why(Use use, TechniqueRecord record) {
        Optional<TechniqueRecord> archived = Binding.of(techniques.archived(), List.of()).of(use);
        if (archived.isPresent()) {
            return Binding.same(archived.get().version(), record.version()) ? "recorded in the archive"
                    : "in place of " + archived.get().version() + ", which the archive records";
        }
        List<String> versions = techniques.installed().all().stream()
                .filter(type -> type.kind() == use.kind() && type.qualifiedName().equals(use.name())).map(TechniqueType::version)
                .distinct().collect(Collectors.toList());
        if (!versions.contains(record.version())) {
            return "kept from the start, though it has left";
        }
        List<String> permitted = versions.stream().filter(use::permits).collect(Collectors.toList());
        if (!permitted.get(0).equals(record.version())) {
            return "kept from the start, though " + permitted.get(0) + " is installed";
        } else if (use.range() != null) {
            return "the highest in the model's range " + use.range()
                    + (versions.size() == 1 ? "" : " of " + String.join(", ", versions));
        }
        return versions.size() == 1 ? "the only version" : "the highest of " + String.join(", ", versions);
    }
}
