package org.fascicle.app.process;

import java.util.concurrent.Callable;

import org.fascicle.api.installation.Installer;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.fascicle.app.verb.CommandTree;
import org.fascicle.app.verb.Shell;
import org.fascicle.app.verb.ShellHost;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * What the launcher runs on the main thread: the verb that the arguments name, on the process's own streams. The arguments
 * are the property {@code launcher.arguments} of a service of the launcher's.
 */
@Component(service = Callable.class, property = "main.thread=true")
public final class Main implements Callable<Integer> {
    private static final String ARGUMENTS = "launcher.arguments";

    private final BundleContext context;
    private final Platform platform;
    private final ShellHost shell;

    /**
     * For Declarative Services.
     *
     * @param installer has installed the plug-ins that have come since the last start
     */
    @Activate
    public Main(BundleContext context, @Reference Platform platform, @Reference ShellHost shell, @Reference Installer installer) {
        this.context = context;
        this.platform = platform;
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Console console = Console.ofProcess();
        return new CommandTree(platform, console).and(new Shell(platform, console, shell)).execute(arguments());
    }

    private String[] arguments() {
        try {
            ServiceReference<?>[] launchers = context.getServiceReferences((String) null, "(" + ARGUMENTS + "=*)");
            return launchers == null ? new String[0] : (String[]) launchers[0].getProperty(ARGUMENTS);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
