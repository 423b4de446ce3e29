/** Choosing a crew on duty of an organisation; chosen is done. */
import { useList } from '../../app/hall.ts';

export interface CrewSelectProps {
  readonly orgCode: string;
  readonly label: string;
  readonly placeholder: string;
  readonly onChoose: (crewId: string) => void;
}

export function CrewSelect({ orgCode, label, placeholder, onChoose }: CrewSelectProps) {
  const crews = useList('crew').filter((one) => one.org_code === orgCode && one.duty === 'on_duty');
  return (
    <select
      className="field patrol-choose"
      aria-label={label}
      value=""
      onChange={(event) => event.target.value !== '' && onChoose(event.target.value)}
    >
      <option value="">{placeholder}</option>
      {crews.map((one) => (
        <option key={one.id} value={one.id}>
          {one.call_sign}
        </option>
      ))}
    </select>
  );
}
