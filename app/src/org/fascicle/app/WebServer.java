package org.fascicle.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.fascicle.api.dashboard.Dashboard;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Felix HTTP. Its bundles are installed with the application, and started here and nowhere else, so that nothing listens where nobody
 * has asked for it.
 */
final class WebServer implements DashboardHost {
    private static final String PID = "org.apache.felix.http";
    private static final String HOST = "127.0.0.1";
    private static final List<String> HOSTS = List.of(HOST, "localhost");
    private static final String SERVER = "org.apache.felix.http.jetty12";
    private static final String DASHBOARD = "fascicle.dashboard";
    private static final List<String> BUNDLES = List.of("org.apache.felix.http.servlet-api", "fascicle.dashboard.log",
            "org.apache.commons.commons-io", "org.apache.commons.commons-fileupload");

    private static final Logger SERVER_LOG = Logger.getLogger("org.apache.felix.http");

    private final BundleContext context;
    private final AwaitedServices services;
    private @Nullable InetSocketAddress listening;

    WebServer(BundleContext context) {
        this.context = context;
        this.services = new AwaitedServices(context);
    }

    /** Whether this application has it. In a larger one, that one's server is used. */
    static boolean isInstalled(BundleContext context) {
        return Arrays.stream(context.getBundles()).anyMatch(bundle -> SERVER.equals(bundle.getSymbolicName()));
    }

    @Override
    public synchronized Opened open(Path folder, @Nullable String host, int wanted) {
        InetAddress address = address(host);
        InetSocketAddress place = listening;
        if (place == null || !place.getAddress().equals(address) || wanted != 0 && wanted != place.getPort()) {
            place = free(address, host, wanted);
            listen(place);
        }
        start(DASHBOARD);
        Dashboard dashboard = services.await(Dashboard.class);
        String name = host == null ? HOST : host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return new Opened(dashboard, "http://" + name + ":" + place.getPort()
                + dashboard.open(folder, HOSTS.contains(name) ? List.of() : List.of(name)), true);
    }

    @Override
    public void close() {
        services.ifThere(Dashboard.class, Dashboard::close);
    }

    /** The one address to listen at: with all of them, nobody could say which names of the machine are meant. */
    private static InetAddress address(@Nullable String host) {
        if (host == null) {
            return loopback();
        }
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new InputException("--host " + host, null, "no machine of this name is known",
                    "Name an address of this machine");
        }
        if (host.isBlank() || address.isAnyLocalAddress()) {
            throw new InputException("--host " + host, null, "this means every address, and a page is opened by one",
                    "Name the address, or the name, of this machine that browsers will use");
        }
        return address;
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByName(HOST);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private void listen(InetSocketAddress chosen) {
        // It warns that it is to listen nowhere before it has got its configuration.
        Level before = SERVER_LOG.getLevel();
        SERVER_LOG.setLevel(Level.SEVERE);
        try {
            configured(chosen);
        } finally {
            SERVER_LOG.setLevel(before);
        }
        listening = chosen;
    }

    private void configured(InetSocketAddress chosen) {
        String host = chosen.getAddress().getHostAddress();
        BUNDLES.forEach(this::start);
        start("org.apache.felix.configadmin");
        try {
            services.await(ConfigurationAdmin.class).getConfiguration(PID, "?")
                    .update(new Hashtable<>(
                            Map.of("org.apache.felix.http.enable", true, "org.apache.felix.http.host", host,
                                    "org.osgi.service.http.port", chosen.getPort(),
                                    "org.apache.felix.http.jetty.sendServerHeader",
                                    false)));
        } catch (IOException e) {
            throw new MissingException("the dashboard's server cannot be configured: " + e.getMessage());
        }
        start(SERVER);
        services.reference("org.osgi.service.http.runtime.HttpServiceRuntime",
                "(osgi.http.endpoint=http://*:" + chosen.getPort() + "/*)");
    }

    // Asked before, as the server only logs that a port is in use.
    private static InetSocketAddress free(InetAddress address, @Nullable String host, int wanted) {
        try (ServerSocket socket = new ServerSocket(wanted, 1, address)) {
            return new InetSocketAddress(address, socket.getLocalPort());
        } catch (IOException | IllegalArgumentException e) {
            if (host != null && wanted == 0) {
                throw new InputException("--host " + host, null, "nothing can listen there: " + e.getMessage(),
                        "Name an address of this machine");
            }
            throw new InputException("--port " + wanted, null, "nothing can listen there: " + e.getMessage(),
                    "Name another port, or none: then one that is free is taken.");
        }
    }

    private void start(String name) {
        for (Bundle bundle : context.getBundles()) {
            if (name.equals(bundle.getSymbolicName())) {
                try {
                    bundle.start();
                    return;
                } catch (BundleException e) {
                    throw new MissingException("the dashboard's bundle " + name + " does not start: " + e.getMessage());
                }
            }
        }
        throw new MissingException("the dashboard needs the bundle " + name + ", which is not installed");
    }
}
