package org.fascicle.app.verb;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.technique.TechniqueType;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.fascicle.app.console.JsonLines;
import org.fascicle.app.console.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what is installed. */
@Command(name = "techniques", description = "List the installed techniques.")
final class ListTechniques extends Verb {
    @Mixin
    private KindOption kind;

    @Option(names = "--json", description = "Print JSON: an object per technique.")
    private boolean json;

    @Option(names = "--markdown", description = "Print all that 'describe' says of each, as Markdown.")
    private boolean markdown;

    ListTechniques(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        List<TechniqueType> wanted = new ArrayList<>();
        for (TechniqueType type : platform().techniques().all()) {
            if (kind.permits(type)) {
                wanted.add(type);
            }
        }
        if (json) {
            printJson(wanted);
        } else if (markdown) {
            new Catalogue(console().out(), platform().techniques()).print(wanted);
        } else {
            print(wanted);
        }
        return DONE;
    }

    private void print(List<TechniqueType> types) {
        Table table = new Table("kind", "name", "version", "bundle", "description");
        for (TechniqueType type : types) {
            table.row(type.kind().toString(), type.qualifiedName(), type.version(), type.provider(), type.description());
        }
        table.print(console().out());
        Chosen chosen = new Chosen(platform().techniques().all());
        Table several = new Table("in several versions", "version", "taken");
        types.stream().filter(chosen::isOneOfSeveral)
                .forEach(type -> several.row(type.qualifiedName(), type.version(), chosen.why(type)));
        if (types.stream().anyMatch(chosen::isOneOfSeveral)) {
            console().out().println();
            several.print(console().out());
        }
    }

    private void printJson(List<TechniqueType> types) {
        JsonLines lines = new JsonLines(console().out());
        Chosen chosen = new Chosen(platform().techniques().all());
        for (TechniqueType type : types) {
            lines.object(out -> {
                out.writeStringField("kind", type.kind().toString());
                out.writeStringField("name", type.qualifiedName());
                out.writeStringField("version", type.version());
                out.writeStringField("bundle", type.provider());
                out.writeStringField("description", type.description());
                chosen.write(out, type);
            });
        }
    }
}
