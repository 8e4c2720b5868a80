/** The contract of layers. */
@NullMarked
@Version("0.2.1")
package org.fascicle.api.layer;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
