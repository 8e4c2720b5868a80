/** What a technique may ask of the world while its network is traced. */
@NullMarked
@Version("0.2.0")
package org.fascicle.api.scope;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
