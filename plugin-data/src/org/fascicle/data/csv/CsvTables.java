package org.fascicle.data.csv;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Logger;

import org.fascicle.api.data.Column;
import org.fascicle.api.data.Column.Form;
import org.fascicle.api.data.Column.Role;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.Meaning;
import org.fascicle.data.file.DataFile;
import org.fascicle.data.table.Decimal;
import org.fascicle.data.table.Findings;
import org.fascicle.data.table.Plan;
import org.fascicle.data.table.Table;
import org.fascicle.data.table.TableBuilder;
import org.fascicle.data.table.TableOptions;
import org.fascicle.data.table.TableReader;
import org.jspecify.annotations.Nullable;

/** Reads tables of CSV files. Used by one thread. */
final class CsvTables implements TableReader<DataFile> {
    private static final Logger LOG = Logger.getLogger(CsvTables.class.getName());

    private final Function<DataFile, CsvFormat> formats;
    private final TableOptions options;
    private final @Nullable Boolean header;
    private final DataContext context;

    /**
     * A reader.
     *
     * @param formats how the text of a file is written
     * @param header whether the first line of files names the columns; null if the file is to show it
     * @param context what the rows are for
     */
    CsvTables(Function<DataFile, CsvFormat> formats, TableOptions options, @Nullable Boolean header, DataContext context) {
        this.formats = formats;
        this.options = options;
        this.header = header;
        this.context = context;
    }

    @Override
    public CsvTables undivided() {
        return new CsvTables(formats, options.split(null), header, context);
    }

    @Override
    public Table fitted(DataFile file) throws IOException {
        CsvFormat format = formats.apply(file);
        Findings found = Findings.none();
        Boolean named = header != null ? header : isNamed() ? Boolean.TRUE : null;
        while (true) {
            Findings known = found;
            Boolean names = named;
            CsvPass pass = new CsvPass(file.name(), format.delimiter(), cells -> names, (cells, given) -> new TableBuilder(
                    Plan.of(file.name(), options, cells, given, known.texts()), options, known, context.needsTargets(), false));
            format.read(file, pass, Integer.MAX_VALUE);
            TableBuilder built = pass.end();
            Optional<List<String>> late = pass.lateNames();
            if (late.isPresent()) {
                // A second pass only if an option means another column by a name that is a number.
                named = true;
                Plan plan = Plan.of(file.name(), options, late.get(), true, known.texts());
                if (!built.renamed(plan)) {
                    continue;
                }
            }
            found = built.findings();
            if (found.equals(known)) {
                return Table.fitted(built, context);
            }
        }
    }

    @Override
    public Table like(DataFile file, Meaning meaning) throws IOException {
        CsvFormat format = formats.apply(file);
        CsvPass pass = new CsvPass(file.name(), format.delimiter(), cells -> names(file, cells, meaning),
                (cells, given) -> new TableBuilder(Plan.of(file.name(), options, cells, Boolean.TRUE.equals(given), meaning,
                        context.needsTargets()), options, Findings.none(), context.needsTargets(), true));
        format.read(file, pass, context.maxRows());
        return Table.like(pass.end(), meaning);
    }

    // An option that names a column says that columns have names.
    private boolean isNamed() {
        return options.label.stream().anyMatch(Plan::isName) || options.features.stream().anyMatch(Plan::isName)
                || options.ignore.stream().anyMatch(Plan::isName)
                || options.categorical.stream().anyMatch(name -> Plan.isName(name) && !name.equals("auto"))
                || Optional.ofNullable(options.weight).filter(Plan::isName).isPresent()
                || Optional.ofNullable(options.split).filter(Plan::isName).isPresent()
                || Optional.ofNullable(options.id).filter(Plan::isName).isPresent()
                || options.fill.stream().anyMatch(entry -> entry.indexOf('=') > 0
                        && Plan.isName(entry.substring(0, entry.lastIndexOf('='))));
    }

    private boolean names(DataFile file, List<String> cells, Meaning meaning) {
        if (header != null) {
            return header;
        }
        List<Column> features = meaning.columns(Role.FEATURE);
        if (!meaning.isNamed()) {
            return Plan.isHeading(cells, meaning, options, context.needsTargets());
        } else if (features.stream().anyMatch(column -> cells.contains(column.name()))) {
            return true;
        }
        // A row of as many numbers as the model takes is no header, whatever else is missing.
        boolean row = cells.size() == features.size() && features.stream().allMatch(column -> column.form() == Form.NUMBER)
                && cells.stream().allMatch(cell -> Double.isFinite(Decimal.parse(cell, options.decimal)));
        if (row) {
            LOG.warning(() -> file.name() + ": no line names the columns; they are taken in the order of the training rows: "
                    + Plan.listed(features.stream().map(Column::name).toList()));
        }
        return !row;
    }
}
