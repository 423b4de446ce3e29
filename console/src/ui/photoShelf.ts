/** Photos that are not sent yet, kept in IndexedDB by purpose ("report", an order's id). */

export interface KeptPhoto {
  readonly id: string;
  readonly purpose: string;
  readonly blob: Blob;
  /** The hall's name for it, once it was uploaded. */
  readonly uploadId: string | null;
  readonly at: number;
}

const STORE = 'photos';

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  });
}

async function store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  const opening = indexedDB.open('yyl-photos', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'id' });
  return (await done(opening)).transaction(STORE, mode).objectStore(STORE);
}

export async function keepPhoto(photo: KeptPhoto): Promise<void> {
  await done((await store('readwrite')).put(photo));
}

export async function dropPhoto(id: string): Promise<void> {
  await done((await store('readwrite')).delete(id));
}

export async function photosFor(purpose: string): Promise<readonly KeptPhoto[]> {
  const all = await done((await store('readonly')).getAll() as IDBRequest<KeptPhoto[]>);
  return all.filter((photo) => photo.purpose === purpose).sort((a, b) => a.at - b.at);
}

const LONGEST_PX = 1920;
const QUALITY = 0.82;
const SMALL_ENOUGH = 900_000;

/** A photo small enough for a weak network; as it is when the browser cannot read it (the hall says so then). */
export async function shrink(file: Blob): Promise<Blob> {
  try {
    const image = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, LONGEST_PX / Math.max(image.width, image.height));
    if (scale === 1 && file.size <= SMALL_ENOUGH && file.type === 'image/jpeg') return file;
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    return await new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), 'image/jpeg', QUALITY));
  } catch {
    return file;
  }
}
