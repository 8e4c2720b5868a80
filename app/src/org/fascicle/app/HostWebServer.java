package org.fascicle.app;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import org.fascicle.api.dashboard.Dashboard;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;

/** The web server of the application that we are a part of, Karaf for example. Where it listens is its own affair. */
final class HostWebServer implements DashboardHost {
    private static final String RUNTIME = "org.osgi.service.http.runtime.HttpServiceRuntime";
    private static final String ENDPOINT = "osgi.http.endpoint";

    private final AwaitedServices services;

    HostWebServer(BundleContext context) {
        services = new AwaitedServices(context);
    }

    @Override
    public Opened open(Path folder, @Nullable String host, int port) {
        int listens = port(services.reference(RUNTIME, "(" + ENDPOINT + "=http:*)").getProperty(ENDPOINT));
        if (port != 0 && port != listens) {
            throw new InputException("--port " + port, null, "the web server of this platform listens at port " + listens,
                    "Leave the option out; the server's own configuration says where it listens.");
        }
        Dashboard dashboard = services.await(Dashboard.class);
        String name = host == null ? "127.0.0.1" : host;
        return new Opened(dashboard,
                "http://" + name + ":" + listens + dashboard.open(folder, host == null ? List.of() : List.of(host)), false);
    }

    @Override
    public void close() {
        services.ifThere(Dashboard.class, Dashboard::close);
    }

    // One text, or several.
    private static int port(Object endpoints) {
        Stream<?> all = endpoints instanceof Object[] array ? Arrays.stream(array)
                : endpoints instanceof Collection<?> list ? list.stream() : Stream.of(endpoints);
        return all.map(each -> URI.create(each.toString())).filter(uri -> "http".equals(uri.getScheme()))
                .mapToInt(uri -> uri.getPort() == -1 ? 80 : uri.getPort()).findFirst()
                .orElseThrow(
                        () -> new MissingException("the web server of this platform names no address that begins with http:"));
    }
}
