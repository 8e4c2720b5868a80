/** What a backend compiles. */
@NullMarked
@Version("1.0.0")
package org.fascicle.api.graph;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
