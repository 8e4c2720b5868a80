/** The contract of backends. */
@NullMarked
@Version("1.1.0")
package org.fascicle.api.backend;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
