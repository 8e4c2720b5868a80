/** What recurrent layers share; each bundle of one holds a copy. */
@NullMarked
package org.fascicle.layer.recurrent;

import org.jspecify.annotations.NullMarked;
