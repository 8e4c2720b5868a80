package org.fascicle.core.service;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import java.util.stream.Collectors;

import org.fascicle.api.data.Column;
import org.fascicle.api.data.Column.Role;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.InputFile;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.fascicle.core.data.SourceContext;
import org.fascicle.core.model.DataSpec;
import org.fascicle.core.model.TechniqueSpec;
import org.fascicle.core.trace.NetworkTrace;

/** Rows that somebody brings to a model, to predict them. Used by one thread. */
final class BroughtRows {
    private static final Logger LOG = Logger.getLogger(BroughtRows.class.getName());
    private static final String FILE = "file";

    private final ModelState model;
    private final Parts parts;
    private final Techniques techniques;

    BroughtRows(ModelState model, Techniques techniques) {
        this.model = model;
        this.parts = model.parts();
        this.techniques = techniques;
    }

    /** The first rows of a file. */
    Rows read(InputFile file, int most) {
        Map<String, Shape> inputs = model.signature().inputs();
        Features.requireOne("input", inputs.size());
        Shape shape = inputs.values().iterator().next();
        Meaning meaning = model.signature().meaning().orElseGet(() -> numbers(Math.toIntExact(shape.size())));
        SourceContext context = SourceContext.of(parts.folders, parts.folder, meaning, parts.reading).predicting(most);
        for (TechniqueSpec source : sources(file)) {
            Optional<Rows> rows = NetworkTrace.guarded(source, "data", () -> read(source, file, context));
            if (rows.isPresent()) {
                return fitting(rows.get(), shape, file);
            }
        }
        throw new InputException(file.name(), null, "no source of data that is installed reads such a file",
                "The end of its name says what it is. Install the source for such files, or let the name end as its files do");
    }

    private Optional<Rows> read(TechniqueSpec source, InputFile file, SourceContext context) {
        try {
            return ((DataSource) parts.factory.create(source)).read(file, context);
        } catch (IOException e) {
            throw new InputException(file.name(), null, "it cannot be read: " + e.getMessage(), null);
        }
    }

    private static Rows fitting(Rows rows, Shape shape, InputFile file) {
        if (rows.shape().size() != shape.size()) {
            throw new InputException(file.name(), null,
                    "its rows have the shape " + rows.shape() + ", and the model takes " + shape,
                    null);
        }
        return rows;
    }

    /** The model's own source, which knows how its files are written; then all that need nothing but a file. */
    private List<TechniqueSpec> sources(InputFile file) {
        List<TechniqueSpec> sources = new ArrayList<>();
        own().ifPresent(sources::add);
        List<TechniqueType> others = techniques.all().stream().filter(type -> type.kind() == Kind.DATA && needsAFile(type))
                .sorted(Comparator.comparing(TechniqueType::qualifiedName)).collect(Collectors.toList());
        for (TechniqueType other : others) {
            if (sources.stream().noneMatch(each -> each.name().equals(other.qualifiedName()))) {
                sources.add(new TechniqueSpec(Kind.DATA, other.qualifiedName(), null, Map.of(FILE, file.name()), "",
                        file.name()));
            }
        }
        return sources;
    }

    private Optional<TechniqueSpec> own() {
        if (!parts.reader.namesData(parts.text)) {
            return Optional.empty();
        }
        try {
            DataSpec spec = parts.reader.readData(parts.text);
            return Optional.of(spec.source());
        } catch (InputException e) {
            // It may have left: predicting does not need it, but nobody else knows how its files are written.
            LOG.warning("the model's own source of data cannot be used (" + e.getMessage() + "), so others read the file");
            return Optional.empty();
        }
    }

    private static boolean needsAFile(TechniqueType type) {
        List<Option> required = type.options().stream().filter(Option::isRequired).collect(Collectors.toList());
        return required.size() == 1 && required.get(0).name().equals(FILE) && required.get(0).type() == Option.Type.TEXT;
    }

    /** Columns of numbers without names: all that is known of rows that were no table. */
    private static Meaning numbers(int count) {
        List<Column> columns = new ArrayList<>();
        for (int column = 0; column < count; column++) {
            columns.add(Column.number(String.valueOf(column), Role.FEATURE));
        }
        return Meaning.of(false, columns);
    }
}
