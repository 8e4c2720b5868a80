/** Writes projects for those who write techniques. */
@NullMarked
package org.fascicle.app.author;

import org.jspecify.annotations.NullMarked;
