/** What a backend compiles. */
@Version("0.1.0")
package org.fascicle.api.graph;

import org.osgi.annotation.versioning.Version;
