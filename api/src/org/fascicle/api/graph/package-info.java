/** What a backend compiles. */
@NullMarked
@Version("0.1.1")
package org.fascicle.api.graph;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
