// A picture that goes with a text: chosen, pasted or dropped, made small enough for phone companies, and shown.
"use strict";

window.pictures = (() => {
  const LARGEST = 1000000; // bytes; what all phone companies take
  const LONGEST = 1600; // pixels of its longer side: a phone shows no more
  const AS_IT_IS = ["image/jpeg", "image/png", "image/gif"];

  // As it is, where that may go; else as a JPEG that may. Rejects what the browser cannot read as a picture.
  async function fitting(file) {
    const drawn = await createImageBitmap(file);
    if (AS_IT_IS.includes(file.type) && file.size <= LARGEST) return file;
    for (const [side, quality] of [[LONGEST, 0.85], [LONGEST, 0.6], [800, 0.6]]) {
      const blob = await asJpeg(draw(drawn, side), quality);
      if (blob.size <= LARGEST) return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: blob.type });
    }
    throw new Error("too large");
  }

  function draw(picture, longest) {
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "white"; // a JPEG has no glass in it
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  }

  const asJpeg = (canvas, quality) => new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));

  // The page's policy lets no picture be shown that the server has not sent; one that is drawn is none.
  const shown = async (file, longest) => draw(await createImageBitmap(file), longest);

  const among = (files) => [...files].find((file) => file.type.startsWith("image/"));

  return { among, fitting, shown };
})();
