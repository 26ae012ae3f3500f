// The summary as a picture: a canvas of its own that is never on the page. Called from picture.cpp;
// calls the functions that main.cpp exports. Pixels of the picture; colours as 0xrrggbb.
addToLibrary({
  $picture: {
    pen: null,

    colour: (rgb) => `#${rgb.toString(16).padStart(6, '0')}`,

    save: (file) => {
      const link = document.createElement('a');
      const address = URL.createObjectURL(file);
      Object.assign(link, {href: address, download: file.name});
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    },

    // Who changes their mind while sharing has not met a failure.
    share: (file) => navigator.share({files: [file]}).catch((error) => {
      if (error.name !== 'AbortError') throw error;
    }),
  },

  // 0: no picture can be made; 1: it can be saved; 2: and handed to another program.
  enig_picture_abilities: () => {
    if (!HTMLCanvasElement.prototype.toBlob || !('download' in HTMLAnchorElement.prototype)) {
      return 0;
    }
    const sample = new File([''], 'enig.png', {type: 'image/png'});
    return navigator.canShare?.({files: [sample]}) ? 2 : 1;
  },

  enig_picture_begin__deps: ['$picture'],
  enig_picture_begin: (width, height) => {
    picture.pen = Object.assign(document.createElement('canvas'), {width, height}).getContext('2d');
  },

  enig_picture_box__deps: ['$picture'],
  enig_picture_box: (x, y, width, height, radius, rgb) => {
    const {pen} = picture;
    pen.fillStyle = picture.colour(rgb);
    pen.beginPath();
    if (pen.roundRect)
      pen.roundRect(x, y, width, height, radius);
    else
      pen.rect(x, y, width, height);
    pen.fill();
  },

  // As wide as its letters' advances, which have laid it out.
  enig_picture_text__deps: ['$canvas', '$picture'],
  enig_picture_text: (x, baseline, size, weight, rgb, text) => {
    const {pen} = picture;
    pen.font = `${weight} ${size}px ${canvas.family}`;
    pen.fontKerning = 'none';
    pen.fillStyle = picture.colour(rgb);
    pen.fillText(UTF8ToString(text), x, baseline);
  },

  enig_picture_end__deps: ['$page', '$picture'],
  enig_picture_end: (name, isShared) => {
    const {pen} = picture;
    const fileName = UTF8ToString(name);
    picture.pen = null;
    const made = new Promise((resolve, reject) => {
      pen.canvas.toBlob((blob) => blob ? resolve(blob) : reject(), 'image/png');
    });
    const told = (isMade) => page.act(() => _enig_picture_made(isMade));
    made.then((blob) => new File([blob], fileName, {type: 'image/png'}))
        .then((file) => isShared ? picture.share(file) : picture.save(file))
        .then(() => told(1), () => told(0));
  },
});
